export const helpText = `npm run tail [-- --url U] [--key K] [--status S] [--since T] [--json] [--once]

Shows the calls that a running Passerby gets, as they arrive, a line each: time, accepted or
refused, source, type, event or name, and the identifiers, or the code and reason of a refusal.
It begins with the last 20 and goes on until Ctrl-C.

  --url U     where Passerby runs (default http://127.0.0.1:7071)
  --key K     an admin key (default local-admin-key)
  --status S  only accepted or only rejected calls
  --since T   begins at a time: 2026-01-31T12:00:00Z, or 30s, 15m, 2h, 1d ago
  --json      every call as a line of JSON, none left out of what was fetched
  --once      shows what is there and ends
  --help      this

The two dashes alone come first: without them npm keeps the options for itself, silently.

When more than about 20 calls a second arrive, a sample is shown, refused ones first, and how many
more there were. Times are those of this machine's time zone. Colours only on a terminal, and not
where NO_COLOR is set.`
