package dev.vireo.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Claims by kind of condition, those of footage for fitting apart, and their tables. */
final class ReliabilityTables {
    /** What kinds begin with that were measured over real photographs, which are never fitted on. */
    static final String PHOTOGRAPHS = "photographs: ";
    /** As in {@link QualityBench}: less than this claims nothing. */
    private static final double LEAST_CLAIM = 0.1;

    private final Map<String, Reliability> fitting = new TreeMap<>();
    private final Map<String, Reliability> reported = new TreeMap<>();
    private final List<String> claims = new ArrayList<>(List.of("half,kind,probability,right,question,file"));

    /**
     * @param fit whether the footage is of the half that numbers may be fitted on
     * @param kind names the condition and who says so
     * @param probability 0 to 1
     * @param question as it was asked
     * @param file what the claim is about
     */
    void add(boolean fit, String kind, double probability, boolean right, String question, String file) {
        (fit ? fitting : reported).computeIfAbsent(kind, k -> new Reliability()).add(probability, right);
        claims.add(String.join(",", fit ? "fit" : "report", cell(kind), Double.toString(probability), right ? "1" : "0", cell(question),
                cell(Path.of(file).getFileName().toString())));
    }

    private static String cell(String text) {
        return text.indexOf(',') < 0 && text.indexOf('"') < 0 ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** Every claim for itself, with a header line. */
    void write(Path csv) throws IOException {
        Files.write(csv, claims);
    }

    /** Prints the tables, and puts them into a result and a page. */
    void print(ObjectNode result, StringBuilder page) {
        print("report", reported, result, page);
        print("fit", fitting, result, page);
    }

    private void print(String half, Map<String, Reliability> kinds, ObjectNode result, StringBuilder page) {
        System.out.printf("%n%-60s %7s %7s %7s %7s %7s %9s%n", "half: " + half, "claims", "right", "ECE", "chance", "as bad", "Brier");
        kinds.forEach((kind, all) -> {
            Reliability claims = all.from(LEAST_CLAIM);
            double right = claims.bins().stream().mapToDouble(b -> b.claims() * b.right()).sum() / Math.max(1, claims.size());
            System.out.printf("%-60s %7d %7.3f %7.3f %7.3f %7.3f %9.3f%n", kind, claims.size(), right, claims.ece(), claims.chance(),
                    claims.asBad(), claims.brier());
            claims.bins().forEach(b -> System.out.printf("    %.1f-%.1f %6d told %.2f right %.2f%n", b.from(), b.to(), b.claims(),
                    b.probability(), b.right()));
            ObjectNode part = result.withObject("/" + half).withObject("/" + kind.replace("/", "~1"));
            part.put("claims", claims.size());
            part.put("ece", claims.ece());
            part.put("ece_of_chance", claims.chance());
            part.put("chance_as_bad", claims.asBad());
            part.put("brier", claims.brier());
            if (half.equals("report")) {
                QualityPage.reliability(page, kind, claims);
                Optional.ofNullable(fitting.get(kind.replace(PHOTOGRAPHS, ""))).ifPresent(other -> fitted(claims, other, part));
            }
        });
    }

    /** What another scale, fitted on the other half alone, would make of these claims. */
    private static void fitted(Reliability claims, Reliability fitting, ObjectNode part) {
        LogisticFit fit = LogisticFit.of(fitting.from(LEAST_CLAIM));
        Reliability after = claims.after(fit);
        System.out.printf("    the fitting half's logit q = %.2f logit p %+.2f would make of it ECE %.3f, Brier %.3f%n", fit.scale(),
                fit.bias(), after.ece(), after.brier());
        part.put("platt_scale", fit.scale());
        part.put("platt_bias", fit.bias());
        part.put("ece_if_fitted", after.ece());
    }
}
