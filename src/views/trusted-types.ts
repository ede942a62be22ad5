/**
 * The built page's content policy lets no text become a script (trusted types). The one script that the page starts by
 * its address is the worker; this policy, which the browser asks by itself, trusts addresses of the page's own origin.
 */
declare global {
  var trustedTypes:
    | {
        createPolicy: (name: 'default', rules: { createScriptURL: (address: string) => string | null }) => unknown
      }
    | undefined
}

export const isOwn = (address: string, page: string): boolean => new URL(address, page).origin === new URL(page).origin

if (globalThis.trustedTypes)
  globalThis.trustedTypes.createPolicy('default', {
    createScriptURL: address => (isOwn(address, location.href) ? address : null),
  })
