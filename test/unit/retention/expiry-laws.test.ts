import { expiryLawsSuite } from './expiry-laws-suite.ts'

expiryLawsSuite(40)
