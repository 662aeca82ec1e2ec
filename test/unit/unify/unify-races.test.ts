import { describeRaces } from './races-suite.ts'
import { kiosk, mistakenKiosk } from './kiosk.ts'
import { sharedDevice } from './shared-device.ts'
import { stewardAndVisitors } from './steward-and-visitors.ts'
import { twoVisitors } from './two-visitors.ts'

describeRaces(150, twoVisitors)
describeRaces(75, sharedDevice)
describeRaces(50, stewardAndVisitors)
describeRaces(40, kiosk)
describeRaces(40, mistakenKiosk)
