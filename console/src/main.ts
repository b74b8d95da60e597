import './styles/base.css';
import './styles/frame.css';
import './styles/controls.css';
import './styles/picture.css';
import './styles/rooms.css';
import './styles/templates.css';
import { documentsRoom } from './documents/room';
import { sealsRoom } from './seals/room';
import { frame } from './shell/frame';
import { restorePreferences } from './shell/preferences';
import { Router } from './shell/router';
import { statusRoom } from './status/room';
import { templatesRoom } from './templates/room';
import { textRoom } from './text/room';
import { onLanguage } from './words/phrases';

restorePreferences();
const { element, place, mark } = frame();
document.body.append(element);

let shown = '';
const router = new Router(
  { seals: sealsRoom, templates: templatesRoom, text: textRoom, documents: documentsRoom, status: statusRoom },
  'seals',
  place,
  (name) => {
    shown = name;
    mark(name);
  },
);
onLanguage(() => mark(shown));
router.start();
