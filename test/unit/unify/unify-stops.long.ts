import { kiosk, mistakenKiosk } from './kiosk.ts'
import { sharedDevice } from './shared-device.ts'
import { describeStops } from './stop-suite.ts'
import { twoVisitors } from './two-visitors.ts'

for (const story of [twoVisitors, sharedDevice, kiosk, mistakenKiosk]) describeStops(story, 1)
