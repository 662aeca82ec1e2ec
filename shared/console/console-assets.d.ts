/** Made by the build from `web/console`: minified, as text. */
declare module 'console-assets' {
  export const script: string
  export const styles: string
}
