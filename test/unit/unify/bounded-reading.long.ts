import { describe } from 'vitest'
import { boundedReadingSuite } from './bounded-reading-suite.ts'

describe('reading that stops at what too many share', () => boundedReadingSuite(3_000))
