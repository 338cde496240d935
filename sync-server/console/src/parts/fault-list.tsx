import type { OpenFault } from '../api/fleet.ts';
import { useFaultText } from './fault-text.ts';

/** Names of open faults, one a line, with who must act. */
export function FaultList({ faults }: { readonly faults: readonly OpenFault[] }) {
  const text = useFaultText();
  if (faults.length === 0) return <span className="quiet">—</span>;
  return (
    <ul className="fault-list">
      {faults.map((open) => {
        const fault = text(open.fault);
        return (
          <li key={open.id}>
            {fault.title}
            {fault.actor !== null && <span className="fault-actor">{fault.actor}</span>}
          </li>
        );
      })}
    </ul>
  );
}
