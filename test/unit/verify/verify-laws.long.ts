import { describe } from 'vitest'
import { verifyLawsSuite } from './verify-laws-suite.ts'

describe('verify', () => verifyLawsSuite(4_000))
