/** What one host of the lab shows to those who read its files, as collectors of machines do. Called by demonstrations. */
@NullMarked
package dev.sentinel.lab.host;

import org.jspecify.annotations.NullMarked;
