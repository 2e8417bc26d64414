package dev.vireo.bench;

/**
 * Platt scaling (Platt 1999) of probabilities: {@code logit q = scale · logit p + bias}, of largest likelihood, with his
 * smoothed targets, (n₊ + 1) / (n₊ + 2) and 1 / (n₋ + 2), so that few claims do not fit to certainty.
 *
 * @param scale above 1 where probabilities were too timid, below where they were too bold
 * @param bias above 0 where they were too low
 */
record LogisticFit(double scale, double bias) {
    private static final double EDGE = 0.005;

    /** What a probability becomes. */
    double probability(double told) {
        double p = Math.clamp(told, EDGE, 1 - EDGE);
        return 1 / (1 + Math.exp(-(scale * Math.log(p / (1 - p)) + bias)));
    }

    static LogisticFit of(Reliability claims) {
        long right = claims.pairs().stream().filter(c -> c[1] > 0).count();
        long wrong = claims.size() - right;
        double yes = (right + 1.0) / (right + 2.0);
        double no = 1 / (wrong + 2.0);
        double a = 1;
        double b = 0;
        // Newton's method on a convex function of two variables.
        for (int step = 0; step < 50; step++) {
            double ga = 0;
            double gb = 0;
            double haa = 1e-6;
            double hab = 0;
            double hbb = 1e-6;
            for (double[] claim : claims.pairs()) {
                double p = Math.clamp(claim[0], EDGE, 1 - EDGE);
                double x = Math.log(p / (1 - p));
                double q = 1 / (1 + Math.exp(-(a * x + b)));
                double error = q - (claim[1] > 0 ? yes : no);
                ga += error * x;
                gb += error;
                haa += q * (1 - q) * x * x;
                hab += q * (1 - q) * x;
                hbb += q * (1 - q);
            }
            double det = haa * hbb - hab * hab;
            double da = (hbb * ga - hab * gb) / det;
            double db = (haa * gb - hab * ga) / det;
            if (!(Math.abs(da) < 100 && Math.abs(db) < 100)) {
                break;
            }
            a -= da;
            b -= db;
            if (Math.abs(da) + Math.abs(db) < 1e-9) {
                break;
            }
        }
        return new LogisticFit(a, b);
    }
}
