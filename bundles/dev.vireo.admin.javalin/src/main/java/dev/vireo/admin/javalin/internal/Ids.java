package dev.vireo.admin.javalin.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;

/** Ids on the wire carry their kind, so that one cannot be taken for another: {@code a3}, {@code m12}, {@code t5}, {@code z2}. */
enum Ids {
    ASSET("asset", 'a'),
    STREAM("stream", 's'),
    MOMENT("moment", 'm'),
    TRACK("track", 't'),
    ZONE("zone", 'z');

    private final String title;
    private final char letter;

    Ids(String title, char letter) {
        this.title = title;
        this.letter = letter;
    }

    String text(long id) {
        return letter + Long.toString(id);
    }

    /** @throws VireoException USER_INPUT when it is not an id of this kind */
    long parse(String text) {
        String digits = !text.isEmpty() && text.charAt(0) == letter ? text.substring(1) : text;
        if (!digits.matches("[1-9][0-9]{0,17}")) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "\"" + Texts.shorten(text) + "\" is no " + title + " id; those look like " + text(12));
        }
        return Long.parseLong(digits);
    }

    VireoException absent(long id) {
        return new VireoException(ErrorKind.NOT_FOUND, "there is no " + title + " " + text(id));
    }
}
