import { azureTable } from '../../shared/platform/azure/azure-table.ts'
import { connectStorage } from '../../shared/platform/azure/storage-clients.ts'
import type { RowWrite } from '../../shared/platform/azure/table.ts'
import { timesOf } from '../measure/timed.ts'
import type { Row } from '../report/row.ts'
import { spreadRows } from '../report/spread-rows.ts'

const cells = { body0: Buffer.alloc(1000, 'x') }
const rowsPerTransaction = 100

/** What table storage itself takes, with rows of 1 kB: the floor of everything that stores. */
export async function measureTables(connectionString: string, runs: number): Promise<Row[]> {
  const client = connectStorage(connectionString).table('raw')
  await client.createTable()
  const table = azureTable(client)
  const insert = (rowKey: string): RowWrite => ({ kind: 'insert', rowKey, cells })
  const writes = await timesOf(runs, (run) => table.write('single', [insert(`row-${run}`)]))
  const reads = await timesOf(runs, (run) => table.get('single', `row-${run}`))
  const transactions = await timesOf(Math.ceil(runs / 4), (run) =>
    table.write(
      `many-${run}`,
      Array.from({ length: rowsPerTransaction }, (_, row) => insert(`row-${row}`)),
    ),
  )
  return [
    ...spreadRows('raw: table point read', reads),
    ...spreadRows('raw: table write of one row', writes),
    ...spreadRows('raw: table transaction of 100 rows', transactions),
  ]
}
