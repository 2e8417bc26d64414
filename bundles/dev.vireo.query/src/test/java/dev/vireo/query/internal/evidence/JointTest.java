package dev.vireo.query.internal.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JointTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.31, 0.5, 0.97, 1})
    void oneConditionKeepsItsProbability(double p) {
        assertEquals(p, Joint.of(p).probability());
        assertEquals(p, Joint.of(p).and(1).probability());
    }

    @Test
    void severalLieBetweenTheirProductAndTheLeastOfThem() {
        Joint joint = Joint.of(0.9).and(0.6).and(0.8);
        assertEquals(Math.sqrt(0.9 * 0.6 * 0.8 * 0.6), joint.probability(), 1e-12);
        assertTrue(joint.probability() > 0.9 * 0.6 * 0.8 && joint.probability() < 0.6);
    }

    @Test
    void theOrderAndTheGroupsDoNotMatter() {
        Joint one = Joint.of(0.9).and(0.5).and(Joint.of(0.7).and(0.8));
        Joint other = Joint.of(0.8).and(0.7).and(0.5).and(0.9);
        assertEquals(other.probability(), one.probability(), 1e-12);
    }

    @Test
    void aDoubtfulConditionIsNotOutvotedBySureOnes() {
        assertTrue(Joint.of(0.3).and(1).and(1).and(1).probability() <= 0.3);
    }

    @Test
    void theWeakerOfTwoIsTold() {
        Joint weak = Joint.of(0.9).and(0.5);
        assertEquals(weak, weak.weaker(Joint.of(0.8)));
        assertEquals(weak, Joint.NONE.weaker(weak));
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Joint.of(1.2));
        assertThrows(IllegalArgumentException.class, () -> Joint.of(Double.NaN));
    }
}
