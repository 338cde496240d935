import { Link } from 'react-router';

/** A kiosk's id that leads to its page. */
export function KioskLink({ id }: { readonly id: string }) {
  return <Link to={`/kiosks/${encodeURIComponent(id)}`}>{id}</Link>;
}
