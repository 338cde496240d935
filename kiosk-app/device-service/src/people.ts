export {
  SIMULATED_PEOPLE,
  type SimulatedPerson,
  simulatedPersonById,
  simulatedPersonByIdNumber,
} from '@haizhu/shared/simulation/people';
