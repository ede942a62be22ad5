/** A tokenizer that is given beside a log: known by its name, as every model carries it. */
export const isTokenizerName = (name: string): boolean => /(^|[/\\._-])tokenizer\.json$/i.test(name)
