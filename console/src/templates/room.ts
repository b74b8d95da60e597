import { h } from '../dom/element';
import type { Room } from '../shell/router';
import { TemplateEditor } from './editor';
import { TemplateList } from './list';

/** The pages of templates: all of them, and one that is edited. */
export function templatesRoom(): Room {
  const element = h('div', {});
  const list = new TemplateList();
  let editor: TemplateEditor | null = null;

  const close = (): void => {
    editor?.leave();
    editor = null;
  };
  return {
    element,
    enter: ([id]) => {
      close();
      if (!id) {
        element.replaceChildren(list.element);
        void list.load();
        return;
      }
      editor = new TemplateEditor(id === 'new' ? null : id);
      element.replaceChildren(editor.element);
      void editor.load();
    },
    leave: close,
  };
}
