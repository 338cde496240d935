import type { Texts } from './zh.ts';

/** The same keys as Chinese; loaded when asked for. */
export const en: Texts = {
  'app.name': 'Self-service permit kiosk',
  'help.language': '中文',
  'help.elder': 'Large text',
  'help.contrast': 'Contrast',
  'help.sound': 'Key sound',
  'help.group': 'Display and language',
  'status.online': 'Online',
  'status.offline': 'Network down',
  'status.queued': '{{count}} applications waiting to be sent',
  'simulated.ribbon': 'Demonstration: {{parts}} simulated, nothing here is real',
  'simulated.devices': 'devices',
  'simulated.authority': 'approval',
  'simulated.payment': 'payment',
  'simulated.other': 'some parts',
  'list.and': ', ',
  'case.line': 'Case {{code}} · Call 12367 for advice',

  'act.exit': 'Exit',
  'act.back': 'Back',
  'act.next': 'Next',
  'act.done': 'Done',
  'act.skip': 'Skip',

  'step.identify': 'Identity',
  'step.choose': 'Choose',
  'step.review': 'Check',
  'step.decide': 'Decision',
  'step.pay': 'Pay',
  'step.produce': 'Make',
  steps: 'Steps',

  'starting.title': 'Starting',
  'starting.text': 'About 10 seconds.',
  'recovering.title': 'Finishing the last visit',
  'recovering.text':
    'This machine has just restarted and is checking the last application. It will be ready in a moment.',
  'recovering.claim.title': 'The last visit was cut off. A permit is still in the machine',
  'recovering.claim.lay-id-card':
    'If it is yours, place your ID card on the reader. You get the permit back once it is checked.',
  'recovering.claim.lift-id-card':
    'If it is yours, lift the ID card off the reader and place it again. You get the permit back once it is checked.',
  'recovering.claim.take-card': 'Your identity is checked. Please take your permit from the slot.',
  'recovering.claim.kept.title': 'The permit of the last visit is kept',
  'recovering.claim.card-kept':
    'The machine does not give the permit out. Please go to a counter with your ID card; staff will return it. They have been told.',
  'recovering.claim.until':
    'If nobody claims it within {{seconds}} seconds, the machine keeps it and staff will return it to its holder.',
  'second.title': 'Another window is already in use',
  'second.text':
    'A machine uses one window only, so that nothing is recorded twice. Please go back to it; when it is closed, this one starts by itself.',
  'no-vault.title': 'Connecting to the device service of this machine',
  'no-vault.text': 'Until then no application is taken. Please use another kiosk or go to a counter.',
  'storage-lost.title': 'The storage of this machine was emptied and is being restored',
  'storage-lost.text': 'What was stored has a second copy and is not lost. About 10 seconds, please wait.',
  'cannot-start.title': 'This machine cannot be used right now',
  'cannot-start.text': 'It tries again in {{seconds}} seconds. Please go to a counter or use another kiosk.',
  'cannot-start.staff':
    'For staff: the page did not start or stopped. If it happens again, check disk space and browser settings. A permit left in the machine is handled after the restart.',

  'out.title': 'This machine is paused',
  'out.text.told': 'Staff have been told. Please use another kiosk or go to a counter.',
  'out.text.untold': 'Please tell the staff in the hall. You can use another kiosk or go to a counter.',
  'out.staff': 'For staff',
  'out.refusal.revoked-kiosk': 'This kiosk was revoked: check it in the console and enrol it again',
  'out.refusal.unknown-kiosk': 'The server does not know this kiosk: enrol it in the console',
  'out.refusal.stale-epoch': 'A newer enrolment has replaced this one: enrol again',
  'out.refusal.wrong-signature': 'This kiosk’s key does not match its enrolment: enrol again',
  'out.refusal.protocol-unsupported': 'The software of this kiosk is too old: update it',
  'out.refusal.journal-behind':
    'The journal of this kiosk does not match the server: call the administrator and do not clear its data',
  'out.refusal.second-window': 'Two windows are open on this machine: close one of them',
  'out.refusal.storage':
    'The storage of this machine cannot be used: check disk space; replace or repair it if a restart does not help',
  'out.refusal.other': 'The server refused the connection: {{code}}',

  'stopped.title': 'No new applications here for now',
  'stopped.why.queue':
    'Applications stored here earlier have not been sent yet. New ones are taken again once they are.',
  'stopped.why.storage': 'The storage of this machine is almost full.',
  'stopped.why.refused':
    'This machine cannot store an application now. New ones are taken again once it can.',
  'stopped.why.clock':
    'The clock of this machine is wrong. New applications are taken again once it is put right.',
  'work.clock.before-build':
    'The clock says {{time}}, before this software was built: set the system time, or restore the network',
  'work.clock.before-known':
    'The clock says {{time}}, before the newest record of this machine: set the system time, or restore the network',
  'work.clock.long-after':
    'The clock says {{time}}, too long after the last connection to be sure: restore the network',
  'work.clock.jumped':
    'The clock says {{time}} and has jumped (set, or the machine was suspended): restore the network',
  'work.one-copy':
    'The device service keeps no second copy: check that it runs and that its disk is not full',
  'stopped.where': 'Please use another kiosk or go to a counter.',
  'stopped.told': 'Staff have been told.',
  'stopped.untold': 'Please tell the staff in the hall.',
  'stopped.safe': 'Applications stored earlier are still there; they can be checked with their codes.',
  'work.sign': 'For staff: {{what}}',
  'work.near.queued': '{{value}} to be sent',
  'work.near.oldestMs': 'oldest waits {{value}}',
  'work.near.storageShare': 'storage {{value}} used',
  'work.near.clockErrorMs': 'clock wrong by {{value}}',
  'work.passed.warn': '{{limit}}: {{value}}; staff are warned above {{bound}}',
  'work.passed.stop': '{{limit}}: {{value}}; work stops above {{bound}}',
  'work.limit.queued': 'To be sent',
  'work.limit.oldestMs': 'Oldest entry',
  'work.limit.storageShare': 'Storage used',
  'work.limit.clockErrorMs': 'Clock error',
  'unit.entries': '{{count}} entries',
  'unit.seconds': '{{count}} seconds',
  'unit.minutes': '{{count}} minutes',
  'unit.hours': '{{count}} hours',

  'enrol.title': 'Enrol this kiosk',
  'enrol.text': 'Make an enrolment code in the console under Devices and type it here. It works once.',
  'enrol.before':
    'This machine was kiosk {{kiosk}}; {{entries}} of its entries wait to be sent. Make a new code for this kiosk in the console: once it is enrolled they are sent.',
  'enrol.send': 'Enrol',
  'enrol.busy': 'Enrolling, please wait…',
  'enrol.problem.wrong-code':
    'This code is wrong, used or out of date. Check it, or make a new one in the console.',
  'enrol.problem.too-many-tries': 'Too many tries. Please try again in a few minutes.',
  'enrol.problem.offline':
    'The server cannot be reached. Check the network and try again; the same code still works.',
  'enrol.problem.not-understood':
    'The answer of the server was not understood. Check the versions on both sides.',
  'enrol.problem.vault':
    'The device service cannot keep the key of this machine. Check it and its disk; the same code can be used again.',
  'enrol.typed': 'Code typed so far',

  'attract.title': 'HK/Macao endorsements',
  'attract.sub': 'Renew individual or group travel endorsements on your permit card',
  'attract.start': 'Touch to start',
  'attract.start.offline': 'Touch to store an application',
  'attract.time': 'About 3 minutes, take the card with you',
  'attract.time.offline': 'About 2 minutes, sent by itself later',
  'attract.bring': 'Please have ready',
  'attract.bring.id': 'your ID card',
  'attract.bring.permit': 'your valid permit card',
  'attract.bring.pay': 'your phone, to pay',
  'attract.check': 'Check an application',
  'attract.offline':
    'The network is down. An application can be stored on this machine and is sent by itself later; approval, payment and printing are not possible now.',
  'attract.noreceipt': 'Slips cannot be printed right now. Your code will be shown on the screen.',
  'attract.id-left':
    'An ID card lies on the reader. If it is yours, take it; if not, please hand it to staff.',
  'attract.fee': 'Each endorsement: {{one}} yuan for 1 entry, {{two}} yuan for 2',

  'idle.title': 'Are you still there?',
  'idle.text': 'Your data will be cleared in {{seconds}} seconds.',
  'idle.stay': 'I am here',
  'idle.leave': 'Stop and exit',
  'idle.code': 'Your code is {{code}}. Please note it down.',

  'place.title': 'Place your ID card on the reader',
  'place.text': 'Lay it flat and leave it for about 3 seconds.',
  'place.permit-first': 'You can apply for yourself only. Please use your own documents.',
  'place.unreadable': 'The ID card was not read. Please lift it and lay it flat again.',
  'place.left-behind':
    'A card already lies on the reader. Lift it first. If it is yours, lay it again; if not, please hand it to staff.',
  'insert.title': 'Insert your HK/Macao permit',
  'insert.text': 'Photo side up, into the slot with the green light.',
  'insert.text2': 'The machine keeps the permit during the application and gives it back at the end.',
  'insert.unreadable': 'The permit was not read. Please insert it again, photo side up.',

  'choose.title': 'Which endorsement?',
  'choose.group': 'How you travel',
  'choose.group.G': 'Individual',
  'choose.group.L': 'Group tour',
  'choose.HKG': 'Hong Kong',
  'choose.MAC': 'Macao',
  'choose.to.HKG': 'Hong Kong',
  'choose.to.MAC': 'Macao',
  'choose.none': 'None',
  'choose.months.3': '3 months',
  'choose.months.12': '1 year',
  'choose.entries.1': '1 entry',
  'choose.entries.2': '2 entries',
  'choose.option': '{{months}}, {{entries}}',
  'choose.each-fee': '{{yuan}} yuan',
  'choose.total': 'Total',
  'choose.nothing': 'Choose Hong Kong or Macao first',
  'choose.stay': 'Up to 7 days for each stay',
  'choose.elder.group': 'How do you travel?',
  'choose.elder.HKG': 'Which one for Hong Kong?',
  'choose.elder.MAC': 'Which one for Macao?',
  yuan: '{{yuan}} yuan',

  'person.name': 'Name',
  'person.id': 'ID card',
  'person.permit': 'Permit',
  'person.expiry': 'Permit valid until',

  'review.title': 'Please check',
  'review.endorsements': 'Endorsements',
  'review.total': 'To pay',
  'review.next.online':
    'After you confirm, the bureau decides. You pay only if it approves; then the card is made at once.',
  'review.next.offline':
    'The network is down: the application is stored on this machine first. Nothing is decided, paid or printed now. It is sent by itself later.',
  'review.note': 'A new endorsement replaces an unused one for the same place on your permit.',
  'review.confirm.online': 'Confirm',
  'review.confirm.offline': 'Confirm and store',

  'storing.title': 'Storing your application',
  'storing.text': 'Please wait a moment.',
  'deciding.title': 'Waiting for the decision',
  'deciding.text': 'Usually less than 10 seconds.',
  'deciding.waited': '{{seconds}} seconds so far',
  'deciding.long':
    'This takes longer than usual. You may wait, or leave and check later with your code; the application is stored.',
  'deciding.state.stored': 'Stored here, being sent',
  'deciding.state.received': 'Received by the bureau',
  'deciding.state.accepted': 'Accepted, being decided',
  'deciding.state.approved': 'Approved',
  'deciding.state.not-accepted': 'Not accepted',
  'deciding.state.refused': 'Refused',
  'deciding.leave': 'Leave, check with the code',

  'pay.title': 'Please scan to pay',
  'pay.amount': 'To pay',
  'pay.text': 'Open a payment app on your phone and scan.',
  'pay.left': 'Please pay within {{time}}',
  'pay.after':
    'The card is made right after, in about 30 seconds. If it cannot be made, the fee is refunded.',
  'pay.declined': 'The payment did not go through and nothing was charged. Please scan again.',
  'pay.soon': 'Time is nearly up. This payment then ends; what was paid is refunded.',
  'pay.covered.title': 'The network is down. Please do not pay now',
  'pay.covered':
    'The code comes back with the network. If you have just paid, the card will be made or the money refunded.',
  'pay.simulated': 'Simulated payment: no real money',
  'pay.exit.hint':
    'If you leave, this payment is void and money already paid goes back. You get your permit back and can go on at a counter.',
  'pay.qr': 'Payment code',
  'pay.leave': 'Do not pay now',

  'producing.writing.title': 'Printing your permit',
  'producing.writing.text': 'About 20 seconds. Your permit is in the machine; please stay.',
  'producing.checking.title': 'Checking the print',
  'producing.checking.text': 'About 5 seconds, then you get it back.',
  'take.title': 'Please take your permit',
  'take.text':
    'If it is not taken within {{seconds}} seconds, the machine keeps it for you to collect at a counter.',

  'result.completed.title': 'Done',
  'result.completed.text':
    'The new endorsement is on the back of your permit. Please check it and keep it safe.',
  'result.completed.left': 'The new endorsement is on your permit, but the permit was not given back.',
  'result.stored.title': 'Stored on this machine',
  'result.stored.text':
    'The network is down and your application has not reached the bureau yet. It will be sent by itself; check it with your code at any kiosk.',
  'result.stored.online':
    'Your application is on its way; the bureau has not confirmed it yet. Then check it with your code at any kiosk.',
  'result.stored.next':
    'Nothing was paid or printed. Once the check says “approved”, bring your documents to a counter to pay and have it made.',
  'result.undecided.title': 'Received, no decision yet',
  'result.undecided.text': 'The bureau has your application. Check it later with your code at any kiosk.',
  'result.undecided.next': 'Nothing was paid or printed.',
  'result.not-accepted.title': 'Not accepted here',
  'result.not-accepted.text':
    'This application cannot be handled at a kiosk. Nothing was charged. Please bring your documents to a counter.',
  'result.refused.title': 'Please go to a counter',
  'result.refused.text':
    'The application was not approved. Nothing was charged. A counter can tell you more.',
  'result.not-paid.title': 'The endorsement is not made yet',
  'result.not-paid.text':
    'Your application is approved and stays valid. Please bring your documents and the code to a counter to pay.',
  'result.not-paid.canceled': 'You left without paying.',
  'result.not-paid.timed-out': 'Time was up, and no payment came in.',
  'result.not-paid.declined': 'The payment did not go through. Nothing was charged.',
  'result.not-paid.link-lost': 'The network is down, so paying cannot go on here.',
  'result.not-paid.interrupted': 'The payment was interrupted.',
  'result.not-paid.device-trouble': 'The machine that makes the card has a problem, so nothing was charged.',
  'result.not-paid.not-payable': 'This application cannot be paid at a kiosk.',
  'result.not-paid.money': 'If you have just paid, the money is refunded.',
  'result.refund.title': 'The card could not be made',
  'result.refund.device-fault': 'The machine that makes the card failed.',
  'result.refund.verify-mismatch': 'What was printed was not right, so it was not given out.',
  'result.refund.not-begun': 'Making the card could not begin.',
  'result.refund.interrupted': 'Making the card was interrupted.',
  'result.refund.text': 'Your {{yuan}} yuan will be refunded.',
  'result.refund.told': 'Staff have been told. Please wait, or leave with this slip.',
  'result.refund.untold':
    'Staff will be told when the network is back. Please tell the hall staff, or leave with this slip.',
  'result.not-stored.title': 'Nothing was stored',
  'result.not-stored.text':
    'The storage of this machine has a problem. No application was made and nothing was charged. Please use another kiosk or go to a counter.',
  'result.code': 'Check code',
  'result.receipt.printing': 'Printing your slip…',
  'result.receipt.printed': 'Your slip is printed. Please take it.',
  'result.receipt.sent': 'The slip was sent to the printer. If none comes out, please note the code.',
  'result.receipt.shown': 'No slip was printed. Please photograph or write down the code.',
  'result.fee': '{{yuan}} yuan paid',

  'card.returned': 'Your permit has been returned. Please keep it safe.',
  'card.retained': 'The machine keeps the permit. Please collect it at a counter with your ID card.',
  'card.stuck': 'The permit is still in the machine. Do not pull it; tell the hall staff.',
  'card.gone': 'The permit is no longer in the machine. Please ask the hall staff for it.',
  'card.unknown': 'The machine cannot tell whether a card is in it. Please tell the hall staff.',

  'rate.title': 'Were you satisfied?',
  'rate.text': 'You may skip this. No name is kept with it.',
  'rate.1': 'Very bad',
  'rate.2': 'Bad',
  'rate.3': 'Fair',
  'rate.4': 'Good',
  'rate.5': 'Very good',

  'declined.title': 'This needs a counter',
  'declined.not-a-resident-card.title': 'Please use a resident ID card',
  'declined.not-a-resident-card.text':
    'This kiosk reads resident ID cards only. Please go to a counter with other documents.',
  'declined.under-age.text': 'Under 16, please come to a counter with a guardian.',
  'declined.permit-expired.title': 'The permit has expired',
  'declined.permit-expired.text':
    'Please have it replaced at a counter; the endorsement can be made together.',
  'declined.not-the-same-person.title': 'Please use your own documents',
  'declined.not-the-same-person.text':
    'The ID card and the permit do not belong together, or their data differ. You can start again with the right ones; if your data changed, please go to a counter.',
  'declined.name-written-otherwise.title': 'The name is written differently, please see a counter',
  'declined.name-written-otherwise.text':
    'The names on the ID card and on the permit are not written quite alike, and this machine cannot tell. Please bring both cards to a counter; once staff have looked, you can go on.',
  'declined.date-unknown.title': 'The date cannot be checked now',
  'declined.date-unknown.text':
    'This machine is not sure of the date, so it cannot check ages and validities. Please use another machine, or bring your documents to a counter.',
  'declined.counter-only.text': 'Please bring your documents to a counter.',
  'declined.nothing': 'No application was made, nothing was charged.',

  'card-left.retained': 'Your permit was not given back: the machine keeps it',
  'card-left.stuck': 'Your permit is still in the machine',
  'card-left.gone': 'Your permit is no longer in the machine',
  'card-left.unknown': 'Nobody can tell whether your permit is in the machine',
  'card-left.told': 'Staff have been told.',
  'card-left.untold': 'Please tell the hall staff.',
  'trouble.title': 'A device failed, this could not be done',
  'trouble.told': 'Staff have been told. You were not charged. Please use another kiosk or go to a counter.',
  'trouble.untold':
    'Please tell the hall staff. You were not charged. You can use another kiosk or go to a counter.',

  'check.title': 'Type your check code',
  'check.text': 'The 12 letters and digits on your slip. There is no I, L, O, 0 or 1.',
  'check.typed': 'Code typed so far',
  'check.delete': 'Delete',
  'check.ask': 'Check',
  'check.asking': 'Checking…',
  'check.left': '{{count}} more',
  'check.problem.not-a-code': 'This is not a check code. Please compare it with your slip.',
  'check.problem.not-found': 'No application has this code. Please compare it with your slip.',
  'check.problem.slow-down': 'Too many questions. Please try again in a minute.',

  'status.day': 'Applied on {{day}}',
  'status.received.title': 'Received by the bureau',
  'status.received.text': 'It waits to be accepted. Please check again later.',
  'status.accepted.title': 'Accepted, being decided',
  'status.accepted.text': 'No decision yet. Please check again later.',
  'status.not-accepted.title': 'Not accepted',
  'status.not-accepted.text':
    'It cannot be handled at a kiosk. Nothing was charged. Please bring your documents to a counter.',
  'status.refused.title': 'Please ask at a counter',
  'status.refused.text':
    'It was not approved. Nothing was charged. Please bring your documents to a counter.',
  'status.approved.title': 'Approved',
  'status.approved.text':
    'The endorsement has not been made. Bring your documents and your code to a counter to pay.',
  'status.approved.open': 'A payment is going on.',
  'status.approved.settled': 'It is paid, and not yet made. Please go to a counter; staff will finish it.',
  'status.written.title': 'Done',
  'status.written.text': 'The new endorsement is on the permit.',
  'status.failed.title': 'The card could not be made',
  'status.failed.refunded': 'The fee was refunded. Please bring your documents to a counter.',
  'status.failed.settled': 'The fee will be refunded. Please bring your documents to a counter.',
  'status.here.title': 'Stored here, not sent yet',
  'status.here.text': 'It is sent by itself when the network is back. Please check again later.',
  'status.delivered.title': 'It has reached the bureau',
  'status.delivered.text': 'Progress cannot be looked up now. Please check again later at any kiosk.',
  'status.offline.title': 'Cannot be checked now',
  'status.offline.text': 'The server cannot be reached. Please check again later at any kiosk.',
  'status.again': 'Check another',

  'leaving.title': 'Clearing your data',
  'leaving.text': 'Just a moment.',
  'take-id.title': 'Please take your ID card',
  'take-id.text':
    'It still lies on the reader. In {{seconds}} seconds the machine goes on to the next person.',
  'farewell.title': 'Please take your things with you',
  'farewell.text': 'Your data has been cleared from this machine.',
};
