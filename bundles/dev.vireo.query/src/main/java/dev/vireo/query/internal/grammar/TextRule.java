package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.Says;
import dev.vireo.query.internal.language.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is written in the picture: anything between quotes that is no name of an asset, with or without words that say so
 * ("sign saying 'EXIT'", 写着“出口”的牌子), and unquoted what follows such words, when it is in capitals or a single word.
 * What is asked for stays a value: it is compared with what was read, and nothing else is done with it.
 */
final class TextRule implements ConditionRule {
    private static final String BEARER = "(?:texts?|words?|letters|lettering|writing|inscription|captions?|subtitles?|signs?|signboards?"
            + "|labels?|posters?|banners?|boards?|plates?|(?:licen[cs]e|number) plates?|screens?|displays?)";
    private static final String SAYING = "(?:that |which )?(?:says?|saying|reads?|reading|marked|labell?ed|written|bearing|spells?|spelling"
            + "|containing|contains?)";
    private static final String LINK = "(?: (?:with|of|is|in|on|it|the|a|an|" + BEARER + "|" + SAYING + ")|:)*";
    /** Words before a quote that belong to it. */
    private static final Pattern LEAD = Pattern.compile("(?:(?:the|a|an|any) )?(?:" + BEARER + "|" + SAYING + ")" + LINK
            + "|(?:文字|字样|文本|字|词|招牌|牌子|标牌|指示牌|路牌|标志|标语|横幅|字幕|车牌号码|车牌号|车牌|屏幕)?(?:上面|上)?"
            + "(?:写着|写有|写的是|标有|标着|印有|印着|显示|是|为|内容是|：|:)*");
    /** Words before something that need not be quoted. */
    private static final Pattern SAYS = Pattern.compile("(?:(?:the|a|an|any) )?(?:" + BEARER + " )?" + SAYING + "(?: the (?:texts?|words?))?"
            + "|(?:文字|字样|招牌|牌子|标牌|指示牌|路牌|标志|标语|横幅|字幕|车牌)?(?:上面|上)?(?:写着|写有|写的是|标有|印有)");
    private static final Pattern CALLS = Pattern.compile("(?:the )?(?:texts?|words?|lettering|(?:licen[cs]e|number) plate)");
    /** Words behind a quote that belong to it. */
    private static final Pattern TAIL = Pattern.compile("的?(?:字样|文字|字|招牌|牌子|标牌|指示牌|路牌|标志|标语|横幅|画面|地方|镜头|东西)|的");
    private static final Pattern CAPITALS = Pattern.compile("[\\p{Lu}\\p{Nd}][\\p{Lu}\\p{Nd}-]*");
    private static final int LONGEST_LEAD = 9;
    private static final int LONGEST_RUN = 12;

    /** @param text what must be read, as asked */
    private record Quote(String text) implements Piece.Meaning {}

    @Override
    public Optional<Piece> piece(Reading r, int i) {
        for (int at = i; at < Math.min(r.tokens.size(), i + LONGEST_LEAD); at++) {
            if (quoted(r, at)) {
                boolean leads = at == i || LEAD.matcher(words(r, i, at)).matches();
                return leads ? Optional.of(new Piece(i, tail(r, at + 1), new Quote(inside(r, at)))) : Optional.empty();
            }
        }
        return unquoted(r, i);
    }

    private static Optional<Piece> unquoted(Reading r, int i) {
        for (int at = Math.min(r.tokens.size() - 1, i + 6); at > i; at--) {
            String lead = words(r, i, at);
            boolean says = SAYS.matcher(lead).matches();
            if (!says && !CALLS.matcher(lead).matches()) {
                continue;
            }
            int to = run(r, at, says);
            if (to > at) {
                return Optional.of(new Piece(i, tail(r, to), new Quote(r.slice(at, to))));
            }
        }
        return Optional.empty();
    }

    /** End of what may be meant by unquoted words: words in capitals, Chinese up to 的, else one word. */
    private static int run(Reading r, int at, boolean says) {
        if (r.tokens.get(at).isHan()) {
            int to = at;
            while (says && to < r.tokens.size() && to - at < LONGEST_RUN && r.tokens.get(to).isHan() && !r.tokens.get(to).is("的")) {
                to++;
            }
            return to;
        }
        int to = at;
        while (to < r.tokens.size() && to - at < LONGEST_RUN && CAPITALS.matcher(r.slice(to, to + 1)).matches()) {
            to++;
        }
        boolean oneWord = says && to == at && (r.tokens.get(at).type() == Token.Type.WORD || r.tokens.get(at).isNumber());
        return oneWord ? at + 1 : to;
    }

    /** Tokens as one string: Chinese without spaces, quotes and signs as they are. */
    private static String words(Reading r, int from, int to) {
        StringBuilder words = new StringBuilder();
        for (Token token : r.tokens.subList(from, to)) {
            boolean spaced = !words.isEmpty() && token.type() == Token.Type.WORD;
            words.append(spaced ? " " : "").append(token.text());
        }
        return words.toString();
    }

    private static int tail(Reading r, int from) {
        int end = from;
        for (int to = from + 1; to <= Math.min(r.tokens.size(), from + 4); to++) {
            if (TAIL.matcher(words(r, from, to)).matches()) {
                end = to;
            }
        }
        return end;
    }

    /** Whether a token stood between quotes: a name of a file stands for itself. */
    private static boolean quoted(Reading r, int i) {
        Token token = r.tokens.get(i);
        return token.type() == Token.Type.NAME && token.end() - token.start() > 2
                && !Character.isLetterOrDigit(r.source.charAt(token.end() - 1));
    }

    private static String inside(Reading r, int i) {
        return r.source.substring(r.tokens.get(i).start() + 1, r.tokens.get(i).end() - 1).strip();
    }

    @Override
    public void conditions(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (!(r.what(p) instanceof Quote quote)) {
                continue;
            }
            List<String> wanted = new ArrayList<>(List.of(quote.text()));
            List<Integer> from = new ArrayList<>(List.of(p));
            int last = p;
            while (last + 2 < r.pieces.size() && r.what(last + 1) instanceof Piece.Join join && join.or()
                    && r.what(last + 2) instanceof Quote other) {
                wanted.add(other.text());
                from.addAll(List.of(last + 1, last + 2));
                last += 2;
            }
            String value = wanted.stream().map(Says::shown).collect(Collectors.joining(r.chinese ? "或" : " or "));
            r.made.add(new Reading.Made(p, ConditionKind.TEXT, value, r.negated.contains(p), from, new Says(wanted), 0));
            p = last;
        }
    }
}
