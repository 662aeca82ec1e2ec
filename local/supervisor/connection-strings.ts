// The account that every storage emulator has; no secret.
// https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
const account = 'devstoreaccount1'
const accountKey =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

/** The ports on which Azurite serves its three services. */
export interface StoragePorts {
  readonly blob: number
  readonly queue: number
  readonly table: number
}

/** How the Azure SDKs reach an Azurite on this machine. */
export function storageConnectionString(ports: StoragePorts): string {
  const endpoint = (port: number): string => `http://127.0.0.1:${port}/${account}`
  return [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${accountKey}`,
    `BlobEndpoint=${endpoint(ports.blob)}`,
    `QueueEndpoint=${endpoint(ports.queue)}`,
    `TableEndpoint=${endpoint(ports.table)}`,
    '',
  ].join(';')
}

/** How `@azure/service-bus` reaches the broker; in the form of Microsoft's own emulator. */
export function serviceBusConnectionString(port: number): string {
  return (
    `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=RootManageSharedAccessKey;` +
    'SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;'
  )
}
