import { describe } from 'vitest'
import { evaluationLaws } from './evaluation-laws.ts'

describe('evaluation', () => evaluationLaws(100_000))
