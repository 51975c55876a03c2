import { Migration } from '@mikro-orm/migrations';

export class Migration20261124125857_deliveries_by_due extends Migration {

  override name = 'Migration20261124125857_deliveries_by_due';

  override up(): void | Promise<void> {
    this.addSql(`create index \`deliveries_due_at_index\` on \`deliveries\` (\`due_at\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index \`deliveries_due_at_index\`;`);
  }

}
