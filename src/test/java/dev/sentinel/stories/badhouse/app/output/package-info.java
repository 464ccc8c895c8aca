/** The one package of the bad house that is in order. */
@NullMarked
package dev.sentinel.stories.badhouse.app.output;

import org.jspecify.annotations.NullMarked;
