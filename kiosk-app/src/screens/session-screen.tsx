import type { SessionScreen } from '../machines/session-view.ts';
import { CheckCodeScreen, CheckResultScreen } from './check-screens.tsx';
import { ChooseScreen } from './choose-screen.tsx';
import {
  CardLeftScreen,
  DeclinedScreen,
  DeviceTroubleScreen,
  FarewellScreen,
  RateScreen,
  TakeCardScreen,
  TakeIdCardScreen,
} from './end-screens.tsx';
import { InsertPermitScreen, PlaceIdScreen } from './identify-screens.tsx';
import { PayScreen } from './pay-screen.tsx';
import { ResultScreen } from './result-screen.tsx';
import { ReviewScreen } from './review-screen.tsx';
import { DecidingScreen, LeavingScreen, ProducingScreen, StoringScreen } from './wait-screens.tsx';

/** The screen of a visit. */
export function SessionScreenView({ now }: { readonly now: SessionScreen }) {
  switch (now.screen) {
    case 'place-id-card':
      return <PlaceIdScreen {...now} />;
    case 'insert-permit':
      return <InsertPermitScreen {...now} />;
    case 'choose':
      return <ChooseScreen {...now} />;
    case 'review':
      return <ReviewScreen {...now} />;
    case 'storing':
      return <StoringScreen />;
    case 'deciding':
      return <DecidingScreen {...now} />;
    case 'pay':
      return <PayScreen {...now} />;
    case 'producing':
      return <ProducingScreen {...now} />;
    case 'take-card':
      return <TakeCardScreen {...now} />;
    case 'result':
      return <ResultScreen {...now} />;
    case 'rate':
      return <RateScreen />;
    case 'declined':
      return <DeclinedScreen {...now} />;
    case 'card-left':
      return <CardLeftScreen {...now} />;
    case 'device-trouble':
      return <DeviceTroubleScreen {...now} />;
    case 'check-code':
      return <CheckCodeScreen {...now} />;
    case 'check-result':
      return <CheckResultScreen {...now} />;
    case 'leaving':
      return <LeavingScreen />;
    case 'take-id-card':
      return <TakeIdCardScreen {...now} />;
    case 'farewell':
      return <FarewellScreen />;
  }
}
