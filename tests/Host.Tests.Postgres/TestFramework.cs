[assembly: TestFramework("Venueless.Fast.Host.Tests.Wire.Warnings.WarningsFramework", "Venueless.Fast.Host.Postgres.Tests")]
