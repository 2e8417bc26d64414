package dev.vireo.onnx.internal.image;

/** Resampling kernels, defined as Pillow defines them. */
public enum Interpolation {
    BILINEAR(1) {
        @Override
        double weight(double x) {
            double a = Math.abs(x);
            return a < 1 ? 1 - a : 0;
        }
    },
    /** Keys' cubic convolution with a = −0.5 (Keys 1981). */
    BICUBIC(2) {
        @Override
        double weight(double x) {
            double a = Math.abs(x);
            if (a < 1) {
                return ((A + 2) * a - (A + 3)) * a * a + 1;
            }
            return a < 2 ? (((a - 5) * a + 8) * a - 4) * A : 0;
        }
    };

    private static final double A = -0.5;

    /** Half the width of the kernel at scale 1 [source pixels]. */
    final double support;

    Interpolation(double support) {
        this.support = support;
    }

    abstract double weight(double x);
}
