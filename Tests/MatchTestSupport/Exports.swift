// Whoever takes generated people takes their seeds too.
@_exported import TestFixtures
