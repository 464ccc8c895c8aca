package dev.sentinel.collectors.reading;

import java.math.BigDecimal;

/** Sizes as Kubernetes writes them: 10Gi, 512M, 1e9, 128974848. */
public final class Quantity {
    private static final int LONGEST = 32;
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Quantity() {}

    /** In bytes, cut to whole ones; 0 when it is no quantity. */
    public static long bytes(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return 0;
        }
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        BigDecimal factor = factor(text.substring(end));
        try {
            BigDecimal number = new BigDecimal(text.substring(0, end));
            // An exponent of a hostile quantity would otherwise be written out digit by digit.
            if (number.signum() <= 0 || number.precision() - number.scale() > 19 || number.scale() > 19) {
                return 0;
            }
            return number.multiply(factor).min(MOST).longValue();
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static BigDecimal factor(String suffix) {
        return switch (suffix) {
            case "" -> BigDecimal.ONE;
            case "m" -> new BigDecimal("0.001");
            case "k" -> BigDecimal.valueOf(1_000L);
            case "M" -> BigDecimal.valueOf(1_000_000L);
            case "G" -> BigDecimal.valueOf(1_000_000_000L);
            case "T" -> BigDecimal.valueOf(1_000_000_000_000L);
            case "P" -> BigDecimal.valueOf(1_000_000_000_000_000L);
            case "E" -> BigDecimal.valueOf(1_000_000_000_000_000_000L);
            case "Ki" -> BigDecimal.valueOf(1L << 10);
            case "Mi" -> BigDecimal.valueOf(1L << 20);
            case "Gi" -> BigDecimal.valueOf(1L << 30);
            case "Ti" -> BigDecimal.valueOf(1L << 40);
            case "Pi" -> BigDecimal.valueOf(1L << 50);
            case "Ei" -> BigDecimal.valueOf(1L << 60);
            default -> BigDecimal.ZERO;
        };
    }
}
