using Chunfeng.Web.Cli;

return await ChunfengCommand.Build().Parse(args).InvokeAsync();
