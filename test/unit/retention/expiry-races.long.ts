import { describeExpiryRaces } from './expiry-races-suite.ts'

describeExpiryRaces(2000)
