#if !ORLEANS_PACKAGES
await Console.Error.WriteLineAsync("A cluster needs Orleans' packages: build with -p:OrleansEngine=Packages, or let ./eng/engine choose them. See docs/operations.md.");
return 240;
#endif
