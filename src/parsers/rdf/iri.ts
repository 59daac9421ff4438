const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/
const DOTS = /(?:^|\/)\.\.?(?:[/?#]|$)/

/** An IRI reference against its base (RFC 3986, 5.2); without a base, or with one of no use, it stays as it is. */
export const resolveIri = (base: string, reference: string): string => {
  if (reference.startsWith('http:') || SCHEME.test(reference)) return reference
  const whole = withoutFragment(base)
  if (reference === '' || reference.startsWith('#')) return whole + reference
  const authority = /^[^/?#]+:\/\/[^/?#]*/.exec(whole)?.[0]
  if (authority === undefined) return reference
  if (reference.startsWith('//')) return whole.slice(0, whole.indexOf('//')) + reference
  const path = whole.slice(authority.length).replace(/\?.*$/s, '')
  if (reference.startsWith('?')) return authority + path + reference
  const merged = reference.startsWith('/')
    ? reference
    : (path.slice(0, path.lastIndexOf('/') + 1) || '/') + reference
  return authority + (DOTS.test(merged) ? withoutDots(merged) : merged)
}

const withoutFragment = (iri: string): string => {
  const hash = iri.indexOf('#')
  return hash === -1 ? iri : iri.slice(0, hash)
}

const withoutDots = (reference: string): string => {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(reference) ?? []
  const kept: string[] = []
  const segments = path.split('/')
  for (const [at, segment] of segments.entries()) {
    const last = at === segments.length - 1
    if (segment === '..' && kept.length > 1) kept.pop()
    if (segment !== '.' && segment !== '..') kept.push(segment)
    else if (last) kept.push('')
  }
  return kept.join('/') + rest
}
