/** Settings of identity resolution that hold for the whole workspace. */
export interface IdentitySettings {
  /** Names of track events that end a login. */
  readonly logoutEvents: readonly string[]
}

export const defaultIdentitySettings: IdentitySettings = {
  logoutEvents: ['Signed Out', 'Logged Out', 'logout'],
}
