/** Kinds of characters beyond ASCII, by Unicode; each set is made when it is first asked for. */

/** V8 makes the set behind a `\p` in a regular expression when it reads the file, used or not: these were a thirtieth of a bare Node's start. */
function kind(pattern: string): (text: string) => boolean {
  let made: RegExp | undefined;
  return text => {
    made ??= new RegExp(pattern, 'u');
    return made.test(text);
  };
}

/** Whether something stands in the text that a terminal would obey, or show as nothing or as half a character. */
export const hasUnprintable = kind('[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]');
/** Zero width and other format characters, U+FEFF among them: pasted along, meant by nobody. */
export const beginsInvisible = kind('^[\\p{Cc}\\p{Cf}\\u2028\\u2029]');
export const beginsWithSpace = kind('^\\p{Zs}');
export const beginsWithMark = kind('^\\p{M}');
