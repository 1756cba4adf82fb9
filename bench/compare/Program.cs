using Venueless.Fast.Compare.Cli;

return await CompareCommandLine.Create().Parse(args).InvokeAsync();
