import { shopFile, writeShop } from '../samples/shop/write-shop.ts'

// For whoever changes the stories: the file in the repository is what the demo loads.
const calls = await writeShop()
console.log(`${calls} calls written to ${shopFile}`)
