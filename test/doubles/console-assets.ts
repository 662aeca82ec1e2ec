/** In the place of what the build makes from `web/console`. */
export const [script, styles] = ['', '']
