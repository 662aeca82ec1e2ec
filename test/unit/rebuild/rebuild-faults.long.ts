import { rebuildFaultsSuite } from './rebuild-faults.ts'

rebuildFaultsSuite(1)
