import { Migration } from '@mikro-orm/migrations';

export class Migration20261124151721_unmade_runs extends Migration {

  override name = 'Migration20261124151721_unmade_runs';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`occurrences\` add column \`unmade\` json null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`occurrences\` drop column \`unmade\`;`);
  }

}
