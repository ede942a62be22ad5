/** Tokens for texts whose tokenizer is not known. */

const piece = /\s?\p{L}[\p{L}\p{M}]*|\s?\p{N}{1,3}|\s?[^\s\p{L}\p{N}]+|\s+/gu

/** Words with the space before them, numbers of up to three digits, signs. Joined they are the text. */
export const approximateTokens = (text: string): readonly string[] => text.match(piece) ?? []
