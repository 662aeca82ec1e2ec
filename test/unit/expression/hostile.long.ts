import { describe } from 'vitest'
import { mutationLaws } from './mutation-laws.ts'

describe('a valid expression that was mutated', () => mutationLaws(100_000))
