import { Migration } from '@mikro-orm/migrations';

export class Migration20261124125901_deliveries_by_due extends Migration {

  override name = 'Migration20261124125901_deliveries_by_due';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`deliveries\` add index \`deliveries_due_at_index\` (\`due_at\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_due_at_index\`;`);
  }

}
