export const usage =
  'npm run --silent query -- ROWS.json --filter F [--orderby O] [--types T.json] | --queries Q.json'

export const helpText = `Asks a file of rows, without a server, in the language of segments and look-ups.

${usage}

ROWS.json         an array of customers; an activity is an element of their UnifiedActivity
--filter F        the condition, for example "age gt 30 and contains(city,'o')"
--orderby O       the order, for example "age desc,code"
--types T.json    declared types: { "age": "Edm.Int32", "address/city": "Edm.String" }; what is
                  not declared has the type of its values
--queries Q.json  an array of { "filter", "orderby" }: prints { "rows": [indexes] } or
                  { "error": { "code", "message", "position" } } for each

docs/expressions.md teaches the language.`
