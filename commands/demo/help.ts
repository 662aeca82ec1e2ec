export const helpText = `npm run demo [-- --url U] [--write-key K] [--read-key K] [--admin-key K] [--pause]

Shows what Passerby does, on one that runs: it sends the last 14 days of a sample shop, then follows
a visitor from a cookie to a customer. Every step says what happens, shows the curl that does it,
and what was answered.

  --url U        where Passerby runs (default http://127.0.0.1:7071)
  --write-key K  sends events (default local-write-key)
  --read-key K   looks up profiles (default local-read-key)
  --admin-key K  looks at the events feed (default local-admin-key)
  --pause        waits for Enter after each step
  --help         this

The two dashes alone come first: without them npm keeps the options for itself, silently.

It can run again and again. Within a day of its first run the shop's events are sent with the same
message ids and times, so nothing doubles; later a new crowd of visitors comes (their ids end with
-2, -3 …), whose last event is one hour ago again. CookieID1 becomes known in the first run and
nobody becomes unknown again, so a later run follows CookieID1-2, then CookieID1-3 …

All people of the sample are made up. The data stays where it was sent: use a Passerby for trying
things out; locally, PASSERBY_DATA names another folder for npm start.`
