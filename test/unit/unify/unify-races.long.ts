import { describeRaces } from './races-suite.ts'
import { kiosk, mistakenKiosk } from './kiosk.ts'
import { sharedDevice } from './shared-device.ts'
import { stewardAndVisitors } from './steward-and-visitors.ts'
import { twoVisitors } from './two-visitors.ts'

describeRaces(5000, twoVisitors)
describeRaces(5000, sharedDevice)
describeRaces(3000, stewardAndVisitors)
describeRaces(3000, kiosk)
describeRaces(3000, mistakenKiosk)
