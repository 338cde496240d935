/** The server writes a new nonce into each copy of the page. */
export function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}

/**
 * Gives each style element that is made on this page the page's nonce. The widgets do so for their own styles, but
 * for a few small ones (measuring of scrollbars) they do not, and the content security policy would stop these.
 */
export function giveStylesTheNonce(nonce: string): void {
  const make = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
