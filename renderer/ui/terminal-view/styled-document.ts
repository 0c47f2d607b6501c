/** A style sheet that the page adopts, behind the face of a `<style>` element. */
const adoptedStyle = (document: Document): HTMLElement => {
  const sheet = new CSSStyleSheet();
  const element: HTMLElement = Document.prototype.createElement.call(document, 'span');
  element.hidden = true;
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  Object.defineProperty(element, 'textContent', {
    get: () => '',
    set: (text: string) => sheet.replaceSync(text),
  });
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    Element.prototype.remove.call(element);
  };
  return element;
};

/** Styles written as an attribute go through the object model, which the content security policy allows. */
const withStyleAttribute = (element: HTMLElement): HTMLElement => {
  element.setAttribute = (name: string, value: string) => {
    if (name === 'style') element.style.cssText = value;
    else Element.prototype.setAttribute.call(element, name, value);
  };
  return element;
};

const createElement = (document: Document, name: string): HTMLElement => {
  if (name === 'style') return adoptedStyle(document);
  const element = Document.prototype.createElement.call(document, name);
  return name === 'span' ? withStyleAttribute(element) : element;
};

/**
 * The page's document for xterm: it writes `<style>` elements and style attributes, which our content
 * security policy refuses, so those two become adopted style sheets and properties.
 */
export const styledDocument = (document: Document): Document =>
  new Proxy(document, {
    get: (target, key) => {
      if (key === 'createElement') return (name: string) => createElement(target, name);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

/** Runs `act` while the page's own `createElement` makes adopted sheets, too: xterm's viewport asks there. */
export const withAdoptedStyles = (document: Document, act: () => void): void => {
  Object.defineProperty(document, 'createElement', {
    configurable: true,
    value: (name: string) => createElement(document, name),
  });
  try {
    act();
  } finally {
    Reflect.deleteProperty(document, 'createElement');
  }
};

const inside = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

/**
 * Gives the styled document to the part of xterm 6 that draws rows, which takes the page's own whatever
 * `documentOverride` says; without it, colours beyond the sixteen would be lost to our policy.
 */
export const drawWithStyledDocument = (terminal: object, document: Document): void => {
  const path = ['_core', '_renderService', '_renderer', 'value', '_rowFactory'];
  const factory = path.reduce(inside, terminal as unknown);
  if (typeof factory === 'object' && factory !== null)
    Reflect.set(factory, '_document', styledDocument(document));
};
