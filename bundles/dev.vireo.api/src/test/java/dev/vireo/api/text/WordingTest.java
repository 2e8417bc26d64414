package dev.vireo.api.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource({
        "ＥＸＩＴ, exit", "VB-47 XK, vb47xk", "' Ａ：１ ', a1", "安全 出口, 安全出口", "***, ***", "£5.00, £500", "Straße, straße",
        "ﬁre, fire", "''<b>'', b"
    })
    void normalForm(String text, String normal) {
        assertEquals(normal, Wording.of(text).normal());
    }

    @ParameterizedTest
    @CsvSource({
        // text, wanted, how
        "EXIT, exit, WORDS", "Emergency EXIT →, exit, WORDS", "NOEXIT, exit, INSIDE", "FLEXITIME, exit, INSIDE", "EXT, exit, NEAR",
        "EXlT, EXIT, NEAR", "EXITS, exit, INSIDE", "EX IT, exit, WORDS", "TEXT, exit, ", "EXT, ext, WORDS", "TEXTILE, ext, ",
        "VB47 11XK, vb4711xk, WORDS", "VB47 11XK, VB47 11X, INSIDE", "VB47 11XK, VB47 I1XK, NEAR", "VB47, 47, WORDS", "1471, 47, ",
        "安全出口, 出口, WORDS", "安全出口, 安全入口, NEAR", "安全出口, 入口, ", "小心地滑请慢行, 小心地清, NEAR", "出口, 出囗, ", "OK, ok, WORDS", "OKAY, ok, ",
        "'', exit, ", "EXIT, '', ", "EXIT, exot now, ", "EX, exit, "
    })
    void findsWhatIsWanted(String text, String wanted, String how) {
        assertEquals(how == null ? "" : how, Wording.of(text).find(Wording.of(wanted)).map(Enum::name).orElse(""));
    }

    @Test
    void likeForgivesOneCharacterOfLongOnes() {
        assertTrue(Wording.of("POLICE").like(Wording.of("P0LICE")));
        assertTrue(Wording.of("POLICE").like(Wording.of("POLIC")));
        assertFalse(Wording.of("POLICE").like(Wording.of("P0L1CE")));
        assertFalse(Wording.of("出口").like(Wording.of("入口")));
        assertTrue(Wording.of("出口").like(Wording.of("出 口")));
    }

    @Test
    void everyTextHasAForm() {
        for (String text : new String[] {"", " ", "\u0000", "\uD800", "👮‍♀️", "a".repeat(10_000), "\u202Eevil\u202C", "e\u0301"}) {
            Wording wording = Wording.of(text);
            assertEquals(wording, Wording.of(wording.normal()), text);
            wording.find(Wording.of("exit"));
        }
    }
}
