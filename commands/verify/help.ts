export const helpText = `npm run verify [-- --url U] [--key K] [--json]

Has a running Passerby prove what it stores: the job verify compares the event log with timelines,
these with profiles, and profiles with segments and their counts, and changes nothing. Where one is
running already, it is followed. Prints how much was compared and what differs; the exit code is 0
when nothing does. Ctrl-C ends the watching, not the job.

  --url U     where Passerby runs (default http://127.0.0.1:7071)
  --key K     an admin key (default local-admin-key)
  --json      the result as the job answers it
  --help      this

The two dashes alone come first: without them npm keeps the options for itself, silently.`
