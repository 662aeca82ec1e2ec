import { kiosk, mistakenKiosk } from './kiosk.ts'
import { sharedDevice } from './shared-device.ts'
import { describeStops } from './stop-suite.ts'
import { twoVisitors } from './two-visitors.ts'

// A prime number of calls apart, so that another run of the same calls is not met alike.
for (const story of [twoVisitors, sharedDevice, kiosk, mistakenKiosk]) describeStops(story, 7)
