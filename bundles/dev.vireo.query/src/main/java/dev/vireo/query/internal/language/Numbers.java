package dev.vireo.query.internal.language;

import java.util.List;

/** Numbers in digits of any script and in Chinese characters up to 99. */
public final class Numbers {
    private Numbers() {}

    /** Value and how many tokens; {@code {-1, 0}} when there is none. */
    public static int[] read(List<Token> tokens, int i) {
        if (i >= tokens.size()) {
            return new int[] {-1, 0};
        }
        if (tokens.get(i).isNumber()) {
            String digits = tokens.get(i).text();
            return digits.length() > 9 ? new int[] {-1, 0} : new int[] {Integer.parseInt(digits), 1};
        }
        int value = 0;
        int current = -1;
        int at = i;
        for (; at < tokens.size() && tokens.get(at).isHan(); at++) {
            int digit = "零一二三四五六七八九".indexOf(tokens.get(at).text());
            if (tokens.get(at).is("两")) {
                digit = 2;
            }
            if (digit >= 0 && current < 0) {
                current = digit;
            } else if (tokens.get(at).is("十") && value == 0) {
                value = (current < 0 ? 1 : current) * 10;
                current = -1;
            } else {
                break;
            }
        }
        return at == i ? new int[] {-1, 0} : new int[] {value + Math.max(0, current), at - i};
    }
}
