package dev.vireo.query.internal.time;

import dev.vireo.query.internal.language.Token;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Times of day, dates and stretches, English and Chinese. Every form reads at a token and answers how many tokens it
 * took; nothing is guessed: an hour that may be morning or evening is reported as such.
 *
 * <p>Parts of a day, local: morning 05–12, noon 11–13, afternoon 12–18, evening 17–22, night 21–05 (next day), early
 * morning 00–06. "At 5 pm" means 30 minutes around it, "at 5:10 pm" 5 minutes around it.
 */
public final class TimeGrammar {
    /**
     * A time expression.
     *
     * @param length tokens it takes
     * @param spec what it means; null when {@code choices} are set
     * @param choices ways to say it without doubt, in place of the tokens; empty when there is none
     */
    public record Match(int length, TimeSpec spec, List<String> choices) {}

    private final List<Token> tokens;
    private final EnglishTimes english;
    private final ChineseTimes chinese;

    public TimeGrammar(List<Token> tokens, Instant now, ZoneId zone) {
        ZonedDateTime present = now.atZone(zone);
        this.tokens = tokens;
        this.english = new EnglishTimes(tokens, present);
        this.chinese = new ChineseTimes(tokens, present);
    }

    /** The longest time expression that begins at a token. */
    public Optional<Match> match(int i) {
        Token first = tokens.get(i);
        if (first.type() == Token.Type.NAME || first.type() == Token.Type.SYMBOL) {
            return Optional.empty();
        }
        try {
            Match best = null;
            for (Match match : new Match[] {chinese.match(i), english.match(i)}) {
                if (match != null && (best == null || match.length > best.length)) {
                    best = match;
                }
            }
            return Optional.ofNullable(best);
        } catch (DateTimeException e) {
            // "31 February", "25:99": no time after all, so it stays in the free text.
            return Optional.empty();
        }
    }
}
