/** A mapping to start from; also shown where one is missing. */
export const mappingExample = `{
  "type": "track",
  "event": "{EventName}",
  "anonymousId": "{PrimaryKey}",
  "messageId": "{EventID}",
  "timestamp": "{EventTimeStamp}",
  "properties": { "UserID": "{UserID}", "revenue": "{Price}" },
  "types": { "Price": "number" }
}`

export const helpText = `npm run load -- FILE… [--url U] [--key K] [--map M] [--concurrency N] [--restart]

Sends the events of files to a running Passerby.

  FILE            NDJSON (one call a line, as for POST /v1/batch), or CSV with a header line
                  (.csv, .tsv); either may be compressed with gzip
  --url U         where Passerby runs (default http://127.0.0.1:7071)
  --key K         a write key (default local-write-key)
  --map M         a JSON file that makes a call of each row of a CSV file
  --concurrency N requests in flight (default 4; 1 keeps the order of the file)
  --restart       from the first line, also where an earlier run was interrupted
  --help          this

sentAt is left out, so that the times of a history stand as they are. A line without a messageId
gets one that is the same in every run over the same file. A run that is interrupted (Ctrl-C) goes
on where it stopped when it is started again with the same file and address.

The last line on standard output is "N sent, N accepted, N rejected, N duplicates": lines taken from
the files, calls the server took, lines that it or this command refused, and calls whose messageId
stood in these files before (the server keeps one of them).

A mapping is the call to make, with {Column} for the value of a column:

${mappingExample}

A value that is only {Column} is left out where the column is empty. "types" turns columns into
"number", "boolean" or "string" (default). Times without an offset are UTC. Without --map, the
columns EventID, EventTimeStamp, UserID, PrimaryKey and EventName become messageId, timestamp,
properties.UserID, anonymousId and event of track calls.`
