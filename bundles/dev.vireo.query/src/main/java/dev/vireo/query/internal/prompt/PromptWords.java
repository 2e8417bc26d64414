package dev.vireo.query.internal.prompt;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The words of a question that only point at its prompt: "like this, but red", "像这个，但是红色的". They say nothing that could
 * be looked for and are blanked out, so that what follows stays where it stood; the rest goes to the grammar.
 */
public final class PromptWords {
    private static final String THIS = "(?:this|that|it|these|those|the (?:one|thing|object|picture|image|photo|box|region|frame))"
            + "(?: (?:one|ones|thing|things|object|objects|picture|image|photo))?";

    private static final List<Pattern> POINTING = List.of(
            Pattern.compile("(?i)\\b(?:(?:something|anything|things?|ones?|objects?|everything|all)\\s+)?(?:that\\s+)?"
                    + "(?:(?:looks?|looking|are|is)\\s+)?(?:just\\s+|exactly\\s+|more\\s+)?"
                    + "(?:like|similar\\s+to|(?:the\\s+)?same\\s+as|resembl(?:es?|ing))\\s+" + THIS.replace(" ", "\\s+") + "\\b"),
            Pattern.compile("(?i)\\bthe\\s+same(?:\\s+(?:one|thing|object))?\\b"
                    + "(?=\\s*(?:[,;.!?]|(?:but|before|after|between|in|at|on|from|today|yesterday|last|during)\\b|$))"),
            Pattern.compile("(?i)\\b(?:this|that)(?:\\s+(?:one|thing|object))?(?=\\s*(?:[,;.!?]|but\\b|$))"),
            Pattern.compile("(?i)(?<=[,;]|^)\\s*\\b(?:but|only|just|except)\\b"),
            Pattern.compile("(?i)\\bbut\\b"),
            Pattern.compile("(?:看起来|看上去|长得)?(?:和|跟|与|同)?(?:像|类似于?|好像)?(?:这个|这样|这种|这张图?|图中的?|图里的?|它|此物|这辆|这只|这位)"
                    + "(?:东西|物体)?(?:一样|一模一样|相似|类似|差不多|相同)?的?(?=[，,。、；;！!？?\\s]|但|不过|只是|$)"),
            Pattern.compile("但是|但|不过|只是"));

    private PromptWords() {}

    /** The question with such words replaced by as many blanks. */
    public static String without(String question) {
        String left = question;
        for (Pattern pattern : POINTING) {
            left = pattern.matcher(left).replaceAll(PromptWords::blank);
        }
        return left.isBlank() || left.codePoints().noneMatch(Character::isLetterOrDigit) ? "" : left;
    }

    private static String blank(MatchResult match) {
        return " ".repeat(match.group().length());
    }
}
