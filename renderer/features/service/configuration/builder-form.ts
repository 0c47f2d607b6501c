import type { Builder } from '#shared/contract/builder.ts';
import { caddyImage } from '#shared/model/caddy-image.ts';
import { numberOrText, numberText, present } from '../types/form-values.ts';

export interface ArgumentForm {
  name: string;
  /** Whether the value is that of the service's variable of this name. */
  isVariable: boolean;
  value: string;
}

/** How a source is built, as it is typed. */
export interface BuilderForm {
  builder: Builder['type'];
  buildArguments: ArgumentForm[];
  buildSecrets: string;
  singlePage: boolean;
  notFoundPage: string;
  cacheSeconds: string;
  siteImage: string;
}

export const emptyBuilder: BuilderForm = {
  builder: 'dockerfile',
  buildArguments: [],
  buildSecrets: '',
  singlePage: false,
  notFoundPage: '404.html',
  cacheSeconds: '',
  siteImage: caddyImage,
};

/** The builder of a form; undefined where the source's own Dockerfile builds it, with nothing given to it. */
export function builderOf(form: BuilderForm): unknown {
  return form.builder === 'static' ? siteOf(form) : dockerfileOf(form);
}

function dockerfileOf({ buildArguments, buildSecrets }: BuilderForm): unknown {
  const secrets = namesIn(buildSecrets);
  if (buildArguments.length === 0 && secrets.length === 0) return undefined;
  const given = buildArguments.map(({ name, isVariable, value }) =>
    present({ name: name.trim(), value: isVariable ? undefined : value }),
  );
  return { type: 'dockerfile', arguments: given, secrets };
}

function siteOf(form: BuilderForm): unknown {
  return present({
    type: 'static',
    image: form.siteImage.trim() || caddyImage,
    singlePage: form.singlePage,
    notFoundPage: form.notFoundPage.trim(),
    cacheSeconds: numberOrText(form.cacheSeconds),
  });
}

const namesIn = (text: string): string[] => text.split(/[\s,]+/).filter((name) => name !== '');

/** The form of a builder. */
export function builderFormOf(builder: Builder | undefined): BuilderForm {
  if (!builder) return emptyBuilder;
  if (builder.type === 'dockerfile') {
    const { arguments: given, secrets } = builder;
    return {
      ...emptyBuilder,
      buildArguments: given.map(({ name, value }) => ({
        name,
        isVariable: value === undefined,
        value: value ?? '',
      })),
      buildSecrets: secrets.join(' '),
    };
  }
  const { image, singlePage, notFoundPage, cacheSeconds } = builder;
  return {
    ...emptyBuilder,
    builder: 'static',
    singlePage,
    notFoundPage,
    cacheSeconds: numberText(cacheSeconds),
    siteImage: image,
  };
}
